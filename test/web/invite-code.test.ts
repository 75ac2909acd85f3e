import { expect, test } from "vitest";
import { inviteCodeIn } from "../../web/models/invite-code.ts";

test("an invite is taken as a code and as the whole link", () => {
  expect(inviteCodeIn(" k3y ")).toBe("k3y");
  expect(inviteCodeIn("https://chat.example/signup?next=%2F&invite=k3y#top")).toBe("k3y");
});
