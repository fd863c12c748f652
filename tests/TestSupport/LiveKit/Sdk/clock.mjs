// Sets the script's clock to NOW (milliseconds of Unix time), which is the test's time. Must be imported first.
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
