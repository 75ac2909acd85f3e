import { d1Locked, d1ReadOnly } from "./d1-away.ts";
import { floods } from "./floods.ts";
import { reconnects } from "./reconnects.ts";
import type { Scene } from "./scene.ts";
import { slowReader } from "./slow-reader.ts";

/** By the name that `--scene` takes. */
export const SCENES: Record<string, Scene> = {
  "d1-locked": d1Locked,
  "d1-read-only": d1ReadOnly,
  reconnects,
  "slow-reader": slowReader,
  floods,
};
