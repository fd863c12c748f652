// Turns the script's clock to NOW (milliseconds of Unix time), so that it lives in the test's present. Imported first.
if (process.env.NOW) {
  const ahead = Number(process.env.NOW) - Date.now();
  globalThis.Date = class extends Date {
    constructor(...when) {
      super(...(when.length === 0 ? [Date.now()] : when));
    }

    static now() {
      return super.now() + ahead;
    }
  };
}
