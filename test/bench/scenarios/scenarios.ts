/** Everything there is to measure, in the order in which it is measured. */
import { fanOut } from "./fan-out.ts";
import { firstLoad } from "./first-load.ts";
import { flood } from "./flood.ts";
import { idle } from "./idle.ts";
import { fill, joins } from "./joining.ts";
import { history, list, search } from "./pages.ts";
import type { Scenario } from "./scenario.ts";

const ALL = [fanOut, flood, fill, joins, history, list, search, idle, firstLoad];

export const SCENARIOS: Record<string, Scenario> = Object.fromEntries(ALL.map((scenario) => [scenario.name, scenario]));
