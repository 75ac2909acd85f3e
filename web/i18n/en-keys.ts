import { addEntries } from "./translate.ts";

/** What the quick switcher, the sheet of shortcuts and notifications say; they are fetched when the page has been drawn. */
export const enKeys = {
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

  "notices.title": "{name} in {room}",
  "notices.named": "You were named in a message.",
  "notices.hidden": "New message",

  "switcher.title": "Jump to",
  "switcher.label": "Conversation or person",
  "switcher.placeholder": "Where to?",
  "switcher.list": "Conversations and people",
  "switcher.found": { one: "# result", other: "# results" },
  "switcher.none": "Nobody and nothing is called “{q}”.",
  "switcher.person": "Start a conversation",
} as const;

addEntries(enKeys);
