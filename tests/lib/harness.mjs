// Collects named tests of a suite and runs them, two at a time when they allow it.
//
// A suite is a module with `export default async function (suite)`, which calls suite.test(name, async () =>
// {...}).
export class Suite {
  tests = [];

  test(name, body) {
    this.tests.push({ name, body });
  }

  /** Runs everything; prints a line per failure; returns { passed, failed, seconds }. */
  async run(label, jobs = 2) {
    const start = performance.now();
    const queue = this.tests.values();
    let passed = 0;
    const failures = [];
    await Promise.all(
      Array.from({ length: jobs }, async () => {
        for (const { name, body } of queue) {
          try {
            await body();
            passed++;
          } catch (error) {
            failures.push(`${label}: ${name}\n${String(error?.stack ?? error).replace(/^/gm, '    ')}`);
          }
        }
      }),
    );
    for (const failure of failures.sort()) console.log(`FAILED ${failure}`);
    return { passed, failed: failures.length, seconds: (performance.now() - start) / 1000 };
  }
}
