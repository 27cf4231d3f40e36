import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kept } from "../room";
import { notifyOn, permission, setNotify, setSound, setVolume, soundOn, volume } from "./settings";

/** A browser that answers `granted` or `denied` when it is asked; counts how often that was. */
function browser(answer: NotificationPermission): { asked: number } {
  const seen = { asked: 0 };
  const requestPermission = async () => {
    seen.asked += 1;
    return answer;
  };
  vi.stubGlobal("Notification", { permission: "default", requestPermission });
  return seen;
}

beforeEach(() => {
  permission.value = "default";
  notifyOn.value = false;
});
afterEach(() => vi.unstubAllGlobals());

test("the browser is asked once, when notifications are wanted, and never to turn them off", async () => {
  const seen = browser("granted");
  await setNotify(false);
  expect(seen.asked).toBe(0);
  await setNotify(true);
  await setNotify(false);
  await setNotify(true);
  expect(seen.asked).toBe(1);
  expect(notifyOn.value).toBe(true);
});

test("where the browser says no, they stay off", async () => {
  browser("denied");
  await setNotify(true);
  expect(notifyOn.value).toBe(false);
  expect(kept.getItem("notify")).toBe("off");
});

test("sound and volume are kept for the next visit", () => {
  setSound(false);
  setVolume(25);
  expect([soundOn.value, volume.value]).toEqual([false, 25]);
  expect([kept.getItem("sound"), kept.getItem("volume")]).toEqual(["off", "25"]);
});
