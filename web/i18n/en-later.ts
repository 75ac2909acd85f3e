import { addEntries } from "./translate.ts";

/** What is said beside the conversation: by the title, banners, notifications, the switcher and the sheet of shortcuts (`components/later.ts`). */
export const enLater = {
  "keys.title": "Keyboard shortcuts",
  "keys.or": "or",
  "keys.group.everywhere": "Everywhere",
  "keys.group.composer": "While writing",
  "keys.group.messages": "In the messages",
  "keys.switch": "Jump to a conversation",
  "keys.previousConversation": "Conversation above",
  "keys.nextConversation": "Conversation below",
  "keys.previousUnread": "Unread conversation above",
  "keys.nextUnread": "Unread conversation below",
  "keys.nextPart": "Next part of the page",
  "keys.previousPart": "Previous part of the page",
  "keys.toComposer": "Back to writing",
  "keys.shortcuts": "Show this list",
  "keys.send": "Send",
  "keys.newLine": "New line",
  "keys.editLast": "Change your last message, where nothing is written yet",
  "keys.cancel": "Leave a change or an answer",
  "keys.mention": "Name somebody",
  "keys.emoji": "Put in an emoji",
  "keys.walk": "From message to message",
  "keys.ends": "First and last message",
  "keys.actions": "What can be done with a message",

  "app.title": "{page} · Confab",
  "app.titleUnread": "({count}) {page} · Confab",
  "app.tryNow": "Try now",
  "connection.lost": "Reconnecting… your messages will be sent.",
  "connection.offline": "You are offline. Your messages will be sent when you are back.",

  "notices.title": "{name} in {room}",
  "notices.named": "You were named in a message.",
  "notices.hidden": "New message",

  "release.newer": "A new version is there. What you are writing is kept.",
  "release.load": "Reload",

  "switcher.title": "Jump to",
  "switcher.label": "Conversation or person",
  "switcher.placeholder": "Where to?",
  "switcher.list": "Conversations and people",
  "switcher.found": { one: "# result", other: "# results" },
  "switcher.none": "Nobody and nothing is called “{q}”.",
  "switcher.person": "Start a conversation",
} as const;

addEntries(enLater);
