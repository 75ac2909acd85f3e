/**
 * What stands where no conversation does, as one piece of code: each name of a file to fetch is code of the page itself,
 * and costs more than these do.
 */
export { GoneScreen } from "./GoneScreen.tsx";
export { ListFoot } from "./ListFoot.tsx";
export { OtherScreens } from "./OtherScreens.tsx";
export { ReadAll } from "./ReadAll.tsx";
export { UnsentMark } from "./UnsentMark.tsx";
