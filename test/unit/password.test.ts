import { expect, it } from "vitest";
import { isOutdated, verifyPassword } from "../../worker/auth/passwords.ts";
import { PASSWORD, PASSWORD_HASH } from "../support/password.ts";

it("people of the scenes have a password that is hashed as everybody's", async () => {
  expect(await verifyPassword(PASSWORD, PASSWORD_HASH)).toBe(true);
  expect(await verifyPassword(`${PASSWORD}!`, PASSWORD_HASH)).toBe(false);
  expect(isOutdated(PASSWORD_HASH)).toBe(false);
});
