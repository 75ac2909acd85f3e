import type { Translation } from "../catalogue.ts";

export const entries: Translation<"tr", "safety"> = {
  "nav.console": "Moderasyon",
  "nav.reportsWaiting": { one: "# şikâyet bekliyor", other: "# şikâyet bekliyor" },

  "error.timed_out": "Bir moderatör sizi bir süreliğine susturdu.",

  "blocks.block": "Engelle",
  "blocks.unblock": "Engeli kaldır",
  "blocks.unblockNamed": "Engeli kaldır: {name}",
  "blocks.youBlock": "Bu kişiyi engellediniz.",
  "blocks.blocked": "{name} engellendi.",
  "blocks.unblocked": "{name} artık engelli değil.",
  "blocks.ask.title": "{name} engellensin mi?",
  "blocks.ask.body":
    "İkiniz de birbirinize yazamaz, birbirinizi bir gruba ekleyemezsiniz; başka yerlerde yazdıkları sizin için daraltılır. Kendisine haber verilmez.",
  "blocks.title": "Engellenen kişiler",
  "blocks.body": "Yazdıkları daraltılır ve ikiniz de birbirinize yazamazsınız. Kendilerine haber verilmez.",
  "blocks.none": "Kimseyi engellemediniz. Birini profilinden engelleyebilirsiniz.",

  "report.message": "Şikâyet et",
  "report.person": "Şikâyet et",
  "report.moderate": "Moderasyon…",
  "report.message.title": "Mesaj şikâyet edilsin mi? Yazan: {name}",
  "report.person.title": "{name} şikâyet edilsin mi?",
  "report.body":
    "Moderatörler adınızı, gerekçenizi ve bir mesaj söz konusuysa onun şu anki hâlini görür. Başka kimseye haber verilmez.",
  "report.reason": "Sorun nedir?",
  "report.error.reason": "Sorunu en çok {500} karakterle yazın.",
  "report.send": "Şikâyeti gönder",
  "report.cancel": "Vazgeç",
  "report.thanks.title": "Teşekkürler",
  "report.thanks.body":
    "Bir moderatör inceleyecek. Ayrıca kişileri profillerinden istediğiniz zaman engelleyebilirsiniz.",

  "limits.title": "Kim yazabilir",
  "limits.slowMode": "Yavaş mod: kişi başına mesaj aralığı",
  "limits.off": "Kapalı",
  "limits.lock": "Kilitle",
  "limits.lock.hint": "Siz açana kadar burada yalnızca moderatörler yazar.",
  "limits.saved": "Kaydedildi.",
  "limits.isLocked": "Kilitli",
  "limits.isSlow": "Yavaş mod, {wait}",
  "limits.youBlocked": "Bu kişiyi engellediniz: {name}. Burada birbirinize yazamazsınız.",
  "limits.blocked": "Şu anda bu kişiye yazamazsınız: {name}. Yazdığınız burada duruyor.",
  "limits.timeout": "Bir moderatör sizi susturdu; bitiş: {time}. Yazdığınız burada duruyor.",
  "limits.locked": "Şimdilik burada yalnızca moderatörler yazıyor. Yazdığınız o zamana kadar burada duruyor.",
  "limits.lockedForOthers": "Şimdilik burada yalnızca moderatörler yazıyor. Siz yazabilirsiniz.",
  "limits.slow": "Yavaş mod: her mesajdan sonra {wait} bekleyin.",
  "limits.slowForOthers": "Yavaş mod: herkes her mesajdan sonra {wait} bekliyor. Siz beklemezsiniz.",
  "limits.waiting": "Yavaş mod: sıradaki mesajınız {wait} sonra gönderilecek.",
};
