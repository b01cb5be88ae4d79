import type { Status } from "@meridian/prescription/vocabulary";
import { dictionary } from "@meridian/ui/text/words";

type Words = {
  /** What a state means for the patient and what to do, in one sentence. */
  readonly now: { readonly [S in Status]: string };
  readonly steps: Readonly<Record<"written" | "reviewed" | "ready" | "prepared" | "received", string>>;
};

/** A prescription's course as one tells it to the patient. */
export const courseWords = dictionary<Words>({
  zh: {
    now: {
      ISSUED: "医生已开具，正等待药师审方。您暂时不用做什么。",
      IN_REVIEW: "药师正在为这张处方审方。您暂时不用做什么。",
      APPROVED: "药师已审方通过，医院即将开放取药。",
      RETURNED: "药师请医生再看一遍。修改后会自动继续。",
      SCHEDULED: "还没有到取药日期，到期会自动开放。",
      ACTIVE: "可以取药了。",
      CLAIMED: "药房已接单，正在为您调配。",
      SUBST_PENDING: "药房有疑问，正等待医生答复。",
      SETTLED: "医保已结算，药房正在调配。",
      PARTIAL: "已给您一部分药，其余到货后药房会补给您。",
      DISPENSED: "药已调配好，等您领取或交给配送员。",
      IN_DELIVERY: "药正在送来的路上。收货时请出示取药码。",
      COMPLETED: "药已经到您手中。",
      FINALISED: "药已经到您手中，医保已完成对账。",
      NO_CLAIM: "药已经到您手中，没有使用医保。",
      CANCELLED: "这张处方已撤销，不能再取药。",
      EXPIRED: "这张处方已过期。仍需用药时请联系医生。",
      NOT_DISPENSED: "药房不再配这张处方。已付的费用应退还，请与药房核对。",
      REVERSED: "药已退回，费用已冲正。",
      REVOKED: "这张处方已被监管撤销。请联系医生。",
    },
    steps: { written: "医生开方", reviewed: "药师审方", ready: "可以取药", prepared: "药房调配", received: "药到手中" },
  },
  en: {
    now: {
      ISSUED: "Your doctor wrote it; a pharmacist will review it. Nothing for you to do yet.",
      IN_REVIEW: "A pharmacist is reviewing it. Nothing for you to do yet.",
      APPROVED: "The pharmacist approved it; the hospital is about to open it for collection.",
      RETURNED: "The pharmacist asked your doctor to look again. It goes on by itself after that.",
      SCHEDULED: "It is not yet time to collect; it opens by itself on the day.",
      ACTIVE: "Ready to collect.",
      CLAIMED: "The pharmacy has it and is preparing your medicine.",
      SUBST_PENDING: "The pharmacy has a question and waits for your doctor's answer.",
      SETTLED: "Insurance has settled; the pharmacy is preparing your medicine.",
      PARTIAL: "You have part of it; the pharmacy gives you the rest when it arrives.",
      DISPENSED: "Your medicine is ready, for you or for the courier.",
      IN_DELIVERY: "Your medicine is on its way. Show the collection code when it arrives.",
      COMPLETED: "You have your medicine.",
      FINALISED: "You have your medicine, and the insurer has closed it in the books.",
      NO_CLAIM: "You have your medicine, paid without insurance.",
      CANCELLED: "This prescription was cancelled and cannot be collected.",
      EXPIRED: "This prescription has expired. Ask your doctor if you still need it.",
      NOT_DISPENSED: "The pharmacy will not dispense it. Anything you paid must be refunded; check with the pharmacy.",
      REVERSED: "The medicine was brought back and the payment reversed.",
      REVOKED: "An authority revoked this prescription. Please ask your doctor.",
    },
    steps: {
      written: "Written by your doctor",
      reviewed: "Reviewed by a pharmacist",
      ready: "Ready to collect",
      prepared: "Prepared by the pharmacy",
      received: "In your hands",
    },
  },
});
