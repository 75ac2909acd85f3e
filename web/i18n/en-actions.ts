import { addEntries } from "./translate.ts";

/** What is said about doing something with a message; fetched with the code of it (`components/actions.ts`). */
export const enActions = {
  "actions.label": "Actions",
  "actions.menu": "Message actions",
  "actions.more": "More actions",
  "actions.react": "React",
  "actions.reactWith": "React with {emoji}",
  "actions.otherEmoji": "Other emoji",
  "actions.reply": "Reply",
  "actions.edit": "Edit",
  "actions.copy": "Copy text",
  "actions.copied": "Copied.",
  "actions.copyLink": "Copy link",
  "actions.markUnread": "Mark unread from here",
  "actions.markedUnread": "Unread from here.",
  "actions.delete": "Delete",
  "actions.deleted": "Message deleted.",
  "actions.reacted": "{emoji} added.",
  "actions.unreacted": "{emoji} taken back.",

  "change.pending": "Saving",
  "change.retry": "Retry",
  "change.edit": "Edit",
  "change.dismiss": "Dismiss",
  "change.failed.edit": "Your change was not saved. {why}",
  "change.failed.delete": "The message was not deleted. {why}",
  "change.failed.react": "{emoji} stays as it was. {why}",
  "change.tooManyKinds": "A message has at most 20 kinds of reactions.",

  "composer.replying": "Answering {name}",
  "composer.editing": "Editing your message",
  "composer.emojiFound": { one: "# emoji, {name}", other: "# emoji, first {name}" },
  "composer.cancel": "Cancel",

  "deleting.title": "Delete this message?",
  "deleting.own": "Everybody here will see that it was deleted, and nobody can read it any more.",
  "deleting.others": "You delete what {name} wrote. Everybody here will see that it was deleted.",
  "deleting.keep": "Keep it",
  "deleting.delete": "Delete",

  "emoji.title": "Emoji",
  "emoji.search": "Find an emoji",
  "emoji.none": "No emoji is called “{q}”.",
  "emoji.failed": "The emoji did not come.",
  "emoji.group.0": "Smileys and feelings",
  "emoji.group.1": "People",
  "emoji.group.3": "Animals and nature",
  "emoji.group.4": "Food and drink",
  "emoji.group.5": "Travel and places",
  "emoji.group.6": "Activities",
  "emoji.group.7": "Things",
  "emoji.group.8": "Symbols",
  "emoji.group.9": "Flags",
} as const;

addEntries(enActions);
