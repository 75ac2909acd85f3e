/** The screens about oneself as one piece of code: one leads to the other. */
export { AccountScreen } from "./AccountScreen.tsx";
export { ProfileScreen } from "./ProfileScreen.tsx";
export { SettingsScreen } from "./SettingsScreen.tsx";
