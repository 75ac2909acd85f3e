import { useLocation } from "preact-iso/router";
import { withTexts } from "../i18n/speak.ts";
import { partsOf } from "../models/addresses.ts";
import { ElseScreen } from "./ElseScreen.tsx";
import { HomeScreen } from "./HomeScreen.tsx";
import { lazyScreen } from "./lazy-screen.tsx";

const People = lazyScreen(async () => (await withTexts(import("./PeopleScreen.tsx"), "screens")).PeopleScreen);
const Search = lazyScreen(async () => (await withTexts(import("./SearchScreen.tsx"), "search")).SearchScreen);
const loadOwn = () => withTexts(import("./own-screens.ts"), "account", "later", "safety", "screens", "settings");
const Profile = lazyScreen(async () => (await loadOwn()).ProfileScreen);
const Account = lazyScreen(async () => (await loadOwn()).AccountScreen);
const Settings = lazyScreen(async () => (await loadOwn()).SettingsScreen);
const Person = lazyScreen(
  async () => (await withTexts(import("./PersonScreen.tsx"), "safety", "screens")).PersonScreen,
);
const loadGroups = () => withTexts(import("./group-screens.ts"), "groups", "screens");
const NewGroup = lazyScreen(async () => (await loadGroups()).NewGroupScreen);
const Groups = lazyScreen(async () => (await loadGroups()).GroupsScreen);
const Invited = lazyScreen(async () => (await loadGroups()).InviteScreen);

/** What the address says, where that is no conversation. */
export function OtherScreens() {
  const { path } = useLocation();
  const [screen, first, ...more] = partsOf(path);
  if (screen === undefined) return <HomeScreen />;
  if (more.length > 0) return <ElseScreen />;
  if (screen === "u" && first !== undefined) return <Person userId={first} />;
  if (screen === "groups" && first === "new") return <NewGroup />;
  if (screen === "invite" && first !== undefined) return <Invited code={first} />;
  if (first !== undefined) return <ElseScreen />;
  if (screen === "groups") return <Groups />;
  if (screen === "people") return <People />;
  if (screen === "search") return <Search />;
  if (screen === "profile") return <Profile />;
  if (screen === "account") return <Account />;
  if (screen === "settings") return <Settings />;
  return <ElseScreen />;
}
