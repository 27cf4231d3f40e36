/* Line icons on a 24 px grid, drawn for this product: paths one by one, so that each part ships only its own. */

export const chat = "M20 12a7.5 7.5 0 0 1-11 6.6L4 20l1.4-4.6A7.5 7.5 0 1 1 20 12Z";
export const moon = "M19.5 14.2A7.8 7.8 0 0 1 9.8 4.5a7.8 7.8 0 1 0 9.7 9.7Z";
export const x = "m6.5 6.5 11 11m0-11-11 11";
export const down = "m6 9.5 6 6 6-6";
export const back = "m14.5 6-6 6 6 6";
export const next = "m9.5 6 6 6-6 6";
export const more = "M5.5 12h.01M12 12h.01M18.5 12h.01";
export const up = "M12 19V5.5m-6 6 6-6 6 6";
export const check = "m5 12.5 4.5 4.5L19 7.5";
export const checks = "m2.5 12.5 4 4L15 8m-3.5 7.5 1 1L21 8";
export const clock = "M12 3.5a8.5 8.5 0 1 0 .01 0M12 7v5l3.2 2";
export const warn = "M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.8v5M12 16.2h.01";
export const again = "M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9m0-5v5h-5";
export const offline =
  "M3.5 3.5l17 17M5 12.2a10 10 0 0 1 4.3-2.4m5.9.2a10 10 0 0 1 3.8 2.2M2 8.8a14.5 14.5 0 0 1 4-2.5m4.8-1A14.5 14.5 0 0 1 22 8.8M8.5 15.7a5 5 0 0 1 6.8-.1M12 19.2h.01";
export const phone =
  "M5 4.5h3.4l1.6 4.1-2.1 1.5a11.5 11.5 0 0 0 6 6l1.5-2.1 4.1 1.6V19a1.5 1.5 0 0 1-1.6 1.5A15 15 0 0 1 3.5 6.1 1.5 1.5 0 0 1 5 4.5Z";
export const mail =
  "M5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2ZM4 7.5l8 6 8-6";
export const star = "m12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8L12 3.8Z";
export const globe = "M12 3.5a8.5 8.5 0 1 0 .01 0M3.5 12h17M12 3.5c5 5.2 5 11.8 0 17-5-5.2-5-11.8 0-17Z";
export const pen = "m5 19 .8-3.8L16 5l3 3L8.8 18.2 5 19Zm9-12 3 3";
export const bot =
  "M7.5 8h9a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3h-9a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3ZM12 8V4.5M9.2 12.8v1.4m5.6-1.4v1.4M2.5 12.5V15m19-2.5V15";
export const users =
  "M9 4.5a3.5 3.5 0 1 0 .01 0M2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 4.8a3.5 3.5 0 0 1 0 6.4m2.2 3a6.5 6.5 0 0 1 3.8 5.3";
export const file =
  "M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5Zm0 0v5h5";
