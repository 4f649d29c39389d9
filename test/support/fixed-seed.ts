import fc from 'fast-check';

/** The same cases in every run, so that a change is judged by itself. To explore others: FAST_CHECK_SEED=7 npm test. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_120) });
