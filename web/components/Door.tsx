import { useLocation } from "preact-iso/router";
import { addresses } from "../models/addresses.ts";
import { LogIn, SignUp } from "./AuthScreen.tsx";
import { ResetScreen } from "./ResetScreen.tsx";

export { renew } from "../browser/renew.ts";

/** The ways in, by their addresses: one piece of code. */
export function Door() {
  const { path } = useLocation();
  if (path === addresses.reset) return <ResetScreen />;
  return path === addresses.signUp ? <SignUp /> : <LogIn />;
}
