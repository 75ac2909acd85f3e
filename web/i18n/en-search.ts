import { addEntries } from "./translate.ts";

/** What the search of messages says; it imports this for it to be there. */
export const enSearch = {
  "search.title": "Search messages",
  "search.label": "Words to look for",
  "search.placeholder": "Search everything you can read",
  "search.placeholderRoom": "Search in this conversation",
  "search.idle": "Whole words, in any order. Put a phrase in “quotes”; leave a word out with -minus.",
  "search.none": "Nothing found for “{q}”.",
  "search.noneHint": "Search looks for whole words. Try fewer of them, or another spelling.",
  "search.found": { one: "# message found", other: "# messages found" },
  "search.foundMore": "The newest {count} messages",
  "search.more": "Show more",
  "search.in": "in {room}",
  "search.everywhere": "Search everywhere",

  "search.options": "Suggestions",
  "search.optionsFound": { one: "# suggestion: {name}", other: "# suggestions, the first: {name}" },
  "search.option.me": "You",
  "search.option.group": "Group",

  "search.help.from": "who wrote it: @name, or me",
  "search.help.in": "where: #group, @name, or everyone",
  "search.help.after": "on that day or later",
  "search.help.before": "earlier than that day",
  "search.help.on": "on that day",
  "search.help.has": "with a link in it",
  "search.help.mentions": "that mention you",
  "search.help.day": "A day is 2026-01-31, today or yesterday.",

  "search.fault.from": "from: wants a name right behind it, like from:@ann or from:me.",
  "search.fault.in": "in: wants a conversation right behind it, like in:#group, in:@ann or in:everyone.",
  "search.fault.day": "{operator} takes a day like 2026-01-31, today or yesterday.",
  "search.fault.has": "has: takes link, and nothing else.",
  "search.fault.mentions": "mentions: takes me, and nobody else.",
  "search.fault.notPerson": "{value} is no person. from: takes @name or me.",
  "search.fault.excluded": "Only words can be left out with a minus, not {operator}",
  "search.fault.twice": "{operator} can stand there only once.",
  "search.fault.tooLong": "That is too long. At most 200 characters, please.",
  "search.fault.nobody": "Nobody has the username {value}. The list shows whom there is.",
  "search.fault.noConversation": "You have no conversation with {value}.",
  "search.fault.noRoom": "You are in no conversation called {value}.",
  "search.fault.ambiguous":
    "More than one conversation is called {value}. Open the one you mean and search from there.",
} as const;

addEntries(enSearch);
