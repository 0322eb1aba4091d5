// The pages of statistics.
export const scenarios = [
  {
    name: "the annual report",
    withoutScript: true,
    async run({ page, base, seen }) {
      await page.goto(`${base}/municipalities/1270/insatser/trygghetslarm/annual-report?year=2026`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await seen("opened");
    },
  },
];
