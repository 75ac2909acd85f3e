import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ja", "settings"> = {
  "settings.title": "設定",
  "settings.body": "表示、通知、ほかの人に見せる情報。",
  "settings.contrast": "コントラストを上げる",
  "settings.contrast.hint": "線や小さな文字をはっきり表示します。システムで設定されている場合は常に有効です。",

  "settings.notices": "通知",
  "settings.notices.body":
    "この端末の設定です。トークごとの通知はその詳細で設定します。「みんな」では、メンションされたときだけ通知します。",
  "settings.notices.system": "通知を表示する",
  "settings.notices.denied":
    "ブラウザーがこのページの通知をブロックしています。先にブラウザーの設定で許可してください。",
  "settings.notices.unsupported": "このブラウザーではこのページの通知を使えません。",
  "settings.notices.sound": "音を鳴らす",
  "settings.notices.text": "メッセージの内容を表示する",
  "settings.notices.text.hint": "オフにすると、通知には送信者だけが表示されます。",

  "settings.privacy": "プライバシー",
  "settings.privacy.body": "オフの項目は、どの端末からも誰にも送信されません。",
  "settings.privacy.receipts": "どこまで読んだかをほかの人に見せる",
  "settings.privacy.receipts.hint": "オフにすると、ほかの人の既読も見えなくなります。",
  "settings.privacy.typing": "入力中であることをほかの人に見せる",
  "settings.privacy.presence": "オンラインであることをほかの人に見せる",
  "settings.saved": "保存しました。",
};
