/** Everything there is to measure, in the order in which it is measured. */
import { fanOut } from "./fan-out.ts";
import { fill, joins } from "./joining.ts";
import type { Scenario } from "./scenario.ts";

export const SCENARIOS: Record<string, Scenario> = Object.fromEntries(
  [fanOut, fill, joins].map((scenario) => [scenario.name, scenario]),
);
