import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ja", "safety"> = {
  "nav.console": "モデレーション",
  "nav.reportsWaiting": { other: "通報が#件あります" },

  "error.timed_out": "モデレーターにより一時的に投稿が制限されています。",

  "blocks.block": "ブロック",
  "blocks.unblock": "ブロックを解除",
  "blocks.unblockNamed": "{name}さんのブロックを解除",
  "blocks.youBlock": "この人をブロックしています。",
  "blocks.blocked": "{name}さんをブロックしました。",
  "blocks.unblocked": "{name}さんのブロックを解除しました。",
  "blocks.ask.title": "{name}さんをブロックしますか？",
  "blocks.ask.body":
    "お互いにメッセージを送ったり、グループに追加したりできなくなり、ほかの場所でのこの人のメッセージは折りたたまれます。相手には通知されません。",
  "blocks.title": "ブロックした人",
  "blocks.body": "メッセージは折りたたまれ、お互いにメッセージを送れません。相手には通知されません。",
  "blocks.none": "ブロックした人はいません。ブロックは相手のプロフィールからできます。",

  "report.message": "通報",
  "report.person": "通報",
  "report.moderate": "モデレーション…",
  "report.message.title": "{name}のメッセージを通報しますか？",
  "report.person.title": "{name}さんを通報しますか？",
  "report.body":
    "モデレーターには、あなたの名前と理由、メッセージの場合は現在の内容が見えます。ほかの人には通知されません。",
  "report.reason": "何が問題ですか？",
  "report.error.reason": "何が問題かを{500}文字以内で書いてください。",
  "report.send": "通報を送信",
  "report.cancel": "キャンセル",
  "report.thanks.title": "ありがとうございます",
  "report.thanks.body": "モデレーターが確認します。プロフィールからいつでも相手をブロックすることもできます。",

  "limits.title": "投稿できる人",
  "limits.slowMode": "低速モード：1人あたりの投稿間隔",
  "limits.off": "オフ",
  "limits.lock": "ロック",
  "limits.lock.hint": "解除するまで、ここにはモデレーターだけが投稿できます。",
  "limits.saved": "保存しました。",
  "limits.isLocked": "ロック中",
  "limits.isSlow": "低速モード：{wait}",
  "limits.youBlocked": "{name}さんをブロックしています。お互いにメッセージを送れません。",
  "limits.blocked": "現在、{name}さんにはメッセージを送れません。書いたものはここに残っています。",
  "limits.timeout": "モデレーターにより{time}まで投稿が制限されています。書いたものはここに残っています。",
  "limits.locked": "現在、ここにはモデレーターだけが投稿できます。書いたものはそれまでここに残ります。",
  "limits.lockedForOthers": "現在、ここにはモデレーターだけが投稿できます。あなたは投稿できます。",
  "limits.slow": "低速モード：メッセージごとに{wait}お待ちください。",
  "limits.slowForOthers": "低速モード：ほかの人はメッセージごとに{wait}待ちます。あなたは待つ必要がありません。",
  "limits.waiting": "低速モード：次のメッセージは{wait}後に送信されます。",
};
