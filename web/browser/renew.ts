/**
 * Where nothing is being written: the newest release takes the place of this one, if one waits, and else is looked for, for the next time.
 * Those who come past the door are asked first (release.ts); who does not, because this release is broken, would never be.
 * @param before what is to be done before the page is loaded anew
 */
export async function renew(before: () => void = () => undefined): Promise<void> {
  const workers = navigator.serviceWorker;
  const registration = await workers?.getRegistration().catch(() => undefined);
  if (registration === undefined) return;
  const { waiting } = registration;
  // Without a network there is nothing to see.
  if (waiting === null) return void (await registration.update().catch(() => undefined));
  const reload = () => {
    before();
    location.reload();
  };
  workers.addEventListener("controllerchange", reload, { once: true });
  waiting.postMessage("take over");
}
