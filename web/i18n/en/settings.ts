/** What the settings say. */
export const entries = {
  "settings.title": "Settings",
  "settings.body": "How it looks, what you hear of, and what others see of you.",
  "settings.contrast": "More contrast",
  "settings.contrast.hint": "Stronger lines and darker small print. Where your system asks for it, it is on anyway.",

  "settings.notices": "Notifications",
  "settings.notices.body":
    "What a conversation notifies you about is set in its details; Everyone notifies you only of mentions.",
  "settings.notices.system": "Show notifications",
  "settings.notices.denied":
    "Your browser blocks notifications from this page. Allow them in the browser’s settings first.",
  "settings.notices.unsupported": "This browser has no notifications for this page.",
  "settings.notices.sound": "Play a sound",
  "settings.notices.text": "Show what was written",
  "settings.notices.text.hint": "Off, a notification says only who wrote.",

  "settings.privacy": "Privacy",
  "settings.privacy.body": "What is off is not sent to anybody, on any of your devices.",
  "settings.privacy.receipts": "Let others see how far you have read",
  "settings.privacy.receipts.hint": "Off, you do not see it of others either.",
  "settings.privacy.typing": "Let others see that you are writing",
  "settings.privacy.presence": "Let others see that you are here",
  "settings.saved": "Saved.",
} as const;
