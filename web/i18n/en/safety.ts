/** What is said about being left alone, about telling moderators, and where not everybody writes as they like. */
export const entries = {
  "nav.console": "Moderation",
  "nav.reportsWaiting": { one: "# report is waiting", other: "# reports are waiting" },

  "error.timed_out": "A moderator gave you a timeout.",

  "blocks.block": "Block",
  "blocks.unblock": "Unblock",
  "blocks.unblockNamed": "Unblock {name}",
  "blocks.youBlock": "You have blocked this person.",
  "blocks.blocked": "{name} is blocked.",
  "blocks.unblocked": "{name} is not blocked any more.",
  "blocks.ask.title": "Block {name}?",
  "blocks.ask.body":
    "Neither of you can write to the other or add the other to a group, and what they write elsewhere is folded away for you. They are not told.",
  "blocks.title": "Blocked people",
  "blocks.body": "What they write is folded away, and neither of you can write to the other. They are not told.",
  "blocks.none": "You have not blocked anybody. You can do so on anyone’s profile.",

  "report.message": "Report",
  "report.person": "Report",
  "report.moderate": "Moderate…",
  "report.message.title": "Report what {name} wrote?",
  "report.person.title": "Report {name}?",
  "report.body":
    "Moderators will see your name, your reason, and the message as it is now if it is about one. Nobody else is told.",
  "report.reason": "What is wrong?",
  "report.error.reason": "Say what is wrong, in at most {500} characters.",
  "report.send": "Send report",
  "report.cancel": "Cancel",
  "report.thanks.title": "Thank you",
  "report.thanks.body": "A moderator will look at it. You can also block somebody on their profile, at any time.",

  "limits.title": "Who may write",
  "limits.slowMode": "Slow mode: one message each",
  "limits.off": "Off",
  "limits.lock": "Lock",
  "limits.lock.hint": "Only moderators write here until you unlock it.",
  "limits.saved": "Saved.",
  "limits.youBlocked": "You have blocked {name}. Neither of you can write here.",
  "limits.blocked": "You cannot write to {name} at the moment. What you wrote is kept here.",
  "limits.timeout": "A moderator gave you a timeout until {time}. What you wrote is kept here.",
  "limits.locked": "Only moderators write here for now. What you write is kept here until then.",
  "limits.lockedForOthers": "Only moderators write here for now. You may.",
  "limits.slow": "Slow mode: wait {wait} after each message.",
  "limits.slowForOthers": "Slow mode: everybody waits {wait} after each message. You need not.",
  "limits.waiting": "Slow mode: your next message is sent in {wait}.",
} as const;
