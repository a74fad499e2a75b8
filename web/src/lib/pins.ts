/** The pinned keys with this one added at the end, or taken out where it is in. */
export const toggled = (pins: string[], key: string) =>
  pins.includes(key) ? pins.filter((pin) => pin !== key) : [...pins, key];
