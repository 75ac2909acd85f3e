import type { Translation } from "../catalogue.ts";

export const entries: Translation<"tr", "settings"> = {
  "settings.title": "Ayarlar",
  "settings.body": "Nasıl göründüğü, nelerden haberdar olduğunuz ve başkalarının sizden ne gördüğü.",
  "settings.contrast": "Daha fazla kontrast",
  "settings.contrast.hint": "Daha belirgin çizgiler ve daha koyu küçük yazılar. Sisteminiz istiyorsa zaten açıktır.",

  "settings.notices": "Bildirimler",
  "settings.notices.body":
    "Bu cihazda. Bir sohbetin size neleri bildireceği ayrıntılarında belirlenir; “Herkes” sohbetinde yalnızca sizden bahsedildiğinde haberdar olursunuz.",
  "settings.notices.system": "Bildirimleri göster",
  "settings.notices.denied":
    "Tarayıcınız bu sayfanın bildirimlerini engelliyor. Önce tarayıcı ayarlarından izin verin.",
  "settings.notices.unsupported": "Bu tarayıcı bu sayfada bildirim gösteremiyor.",
  "settings.notices.sound": "Ses çal",
  "settings.notices.text": "Yazılanı göster",
  "settings.notices.text.hint": "Kapalıyken bildirim yalnızca kimin yazdığını söyler.",

  "settings.privacy": "Gizlilik",
  "settings.privacy.body": "Kapalı olanlar, hiçbir cihazınızdan kimseye gönderilmez.",
  "settings.privacy.receipts": "Nereye kadar okuduğumu başkaları görsün",
  "settings.privacy.receipts.hint": "Kapalıyken siz de başkalarınınkini göremezsiniz.",
  "settings.privacy.typing": "Yazmakta olduğumu başkaları görsün",
  "settings.privacy.presence": "Burada olduğumu başkaları görsün",
  "settings.saved": "Kaydedildi.",
};
