/** At hand without loading anything: what people answer with most. */
export const QUICK_EMOJI = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;
