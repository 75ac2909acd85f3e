/** An object's alarm, set to ring as early as anything needs it. */
export class Alarm {
  readonly #storage: Pick<DurableObjectStorage, "setAlarm">;
  /** ms; when it rings, as far as this waking knows. */
  #at = Number.POSITIVE_INFINITY;

  constructor(storage: Pick<DurableObjectStorage, "setAlarm">) {
    this.#storage = storage;
  }

  /** Rings in so many ms at the latest. Setting it is a row written, so one that rings earlier is left alone. */
  within(ms: number): void {
    const at = Date.now() + ms;
    if (this.#at <= at) return;
    this.#at = at;
    void this.#storage.setAlarm(at);
  }

  /** It rang: none is set now. */
  rang(): void {
    this.#at = Number.POSITIVE_INFINITY;
  }
}
