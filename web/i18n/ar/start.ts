import type { Translation } from "../catalogue.ts";

/*
 * Words that mean the same thing everywhere: message = رسالة, conversation = محادثة, group = مجموعة, member = عضو,
 * moderator = مشرف, owner = مالك, mention = إشارة, pin = تثبيت, unread = غير مقروء, reply = رد, reaction = تفاعل,
 * username = اسم المستخدم, display name = الاسم الظاهر, log in = تسجيل الدخول, log out = تسجيل الخروج, session = جلسة,
 * invite link = رابط دعوة, to revoke one = إبطال (إلغاء is to cancel), composer = مربع الكتابة, mute = كتم,
 * mark as = تحديد كـ, earlier version of a message = صيغة سابقة, version of the page = إصدار.
 *
 * Buttons are verbal nouns (إرسال، حذف); sentences address one reader, and say nothing of anybody's gender where a
 * passive or a noun does.
 */
export const entries: Translation<"ar", "start"> = {
  "app.name": "Confab",
  "app.skip": "الانتقال إلى المحتوى",
  "app.title": "{page} · Confab",
  "app.loading": "جارٍ التحميل…",
  "app.tryAgain": "إعادة المحاولة",
  "app.back": "رجوع",
  "app.close": "إغلاق",
  "app.language": "اللغة",
  "app.unreachable.title": "تعذّر الوصول إلى Confab",
  "app.unreachable.body": "الخادم لا يستجيب. تحقّق من اتصالك؛ لم يضِع شيء مما كتبته.",
  "app.broken.title": "حدث عطل في هذه الصفحة",
  "app.broken.body": "الخطأ منّا. رسائلك في أمان.",
  "app.broken.message": "تعذّر عرض هذه الرسالة.",

  "error.bad_request": "لم يقبل الخادم ذلك.",
  "error.unauthenticated": "لم تعد جلستك مفتوحة.",
  "error.forbidden": "ليس لديك إذن بذلك.",
  "error.blocked": "لا يمكنك مراسلة هذا الشخص.",
  "error.not_found": "هذا غير موجود هنا أو غير متاح لك.",
  "error.method_not_allowed": "لا يقوم الخادم بذلك.",
  "error.conflict": "هذا محجوز بالفعل.",
  "error.too_large": "هذا أكبر من اللازم.",
  "error.unsupported_media_type": "لا يقبل الخادم هذا النوع من البيانات.",
  "error.rate_limited": "محاولات كثيرة دفعة واحدة. انتظر قليلًا ثم أعد المحاولة.",
  "error.internal": "حدث خطأ في الخادم. أعد المحاولة بعد قليل.",
  "error.unavailable": "الخادم مشغول الآن. أعد المحاولة بعد قليل.",
  "error.unreachable": "الخادم لا يستجيب. تحقّق من اتصالك.",
  "error.expired": "لم يصل رد طوال يوم كامل: ربما وصلت الرسالة.",

  "notFound.home": "إلى محادثاتك",
};
