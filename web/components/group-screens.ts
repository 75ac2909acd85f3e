/** The screens about groups as one piece of code: whoever sees one of them is likely to see another. */
export { GroupsScreen } from "./GroupsScreen.tsx";
export { InviteScreen } from "./InviteScreen.tsx";
export { NewGroupScreen } from "./NewGroupScreen.tsx";
