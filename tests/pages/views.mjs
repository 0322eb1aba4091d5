// How pages are looked at. The gate takes the first.
export const views = [
  { name: "telephone", width: 320, height: 800 },
  // A desk of 1280 pixels at 200 % has 640 pixels of CSS, of two by two each.
  { name: "zoomed", width: 640, height: 400, deviceScaleFactor: 2 },
  { name: "tablet", width: 800, height: 1000 },
  { name: "desk", width: 1280, height: 900 },
  // A4 without its margins.
  { name: "print", width: 718, height: 1000, media: "print" },
];

// What a person may have chosen in the browser or the system.
export const choices = [
  { name: "light", colorScheme: "light", forcedColors: "none" },
  { name: "dark", colorScheme: "dark", forcedColors: "none" },
  { name: "forced colours", colorScheme: "dark", forcedColors: "active" },
];
