export const helpText = `LinkedIn Ads ML Pipeline

  npm start                           set up, then the demo: 90 virtual days of a simulated LinkedIn account (.local/demo)
  npm start -- FILE…                  the same on your own exports (.local/data)
  npm start -- --once                 the same without serving anything afterwards

  npm run ads -- import FILE…         take exports of LinkedIn Campaign Manager, Meta Ads Manager or Google Ads, or any CSV
  npm run ads -- plan-collection      what a pull of an account of --campaigns and --creatives will ask of LinkedIn
  npm run ads -- authorize [--aws]    sign in to LinkedIn and store the token: in .local/secrets.json, or in the deployment's secret
  npm run ads -- collect              one pull of LinkedIn, with the token of .local/secrets.json (--secrets FILE), renewed when it ends
  npm run ads -- process [--all]      merge what was imported or collected, build the aggregates; --all looks at every day's files again
  npm run ads -- maintain             remove old generations of aggregates, pack the database
  npm run ads -- train                train both models on what is mature; a better one serves (--force: although nothing is new)
  npm run ads -- models list          the versions of the models, and why each serves or does not; also show MODEL [vN],
                                      diff MODEL vN vM, promote MODEL vN, rollback MODEL, retire MODEL vN (all with --aws too)
  npm run ads -- optimize             decide what to change, with reasons; applies only what mode and guardrails allow
  npm run ads -- decisions            list, show ID, why ID: what is proposed and what came of it
  npm run ads -- decisions approve ID approve and apply at once; reject ID, apply ID, undo ID (exact, once)
  npm run ads -- decisions effects    what its own changes earned or lost, and what nobody can tell
  npm run ads -- guardrails           check, show, or init: how far the optimizer may go (docs/guardrails.md)
  npm run ads -- stop-writes          the kill switch: nothing is changed on the platform until allow-writes
  npm run ads -- replay               what --guardrails FILE would have let happen --from DAY --to DAY, by what was known then
  npm run ads -- report               totals, what was rejected, where things are
  npm run ads -- history CREATIVE DAY every value that a creative's day had, and when it was seen
  npm run ads -- sql "SELECT …"       ask the warehouse, read-only; without a statement, what can be asked (docs/queries.md)
  npm run ads -- export               a whole relation as a file, for other tools
  npm run ads -- quality              how good the data is: a score, why it is not 100, and what to do
  npm run ads -- reconcile            days that differ from the platform's own totals, by how much, in which campaigns
  npm run ads -- reconcile FILE       compare an export with the warehouse, day by day; changes nothing (options as for import)
  npm run ads -- quarantine list      every record that was rejected and still waits: why, and what to do
  npm run ads -- quarantine reprocess try them again with today's program: those of KEY…, or all of them (--all)
  npm run ads -- watch                what stands still or runs out: old data, token and API version, runs that died
  npm run ads -- doctor [--aws]       check this machine, the settings, the token and the data; or the deployment's token
  npm run ads -- cost                 what the deployment on AWS will cost a month; calls nothing
  npm run ads -- replay-dead-letters  start again, on AWS, the runs that were set aside
  npm run ads -- twin                 serve a simulated LinkedIn API on this machine, for trying a client against it

Options
  --data-dir DIR          where the data lies (default .local/data)
  --config FILE           settings (default ads.config.json)
  --json                  one JSON document on stdout and nothing else

Options of import and start
  --platform NAME         linkedin, meta, google or other; told by the header when left out
  --account ID            the account that the file belongs to, where it names none (default "default")
  --currency EUR          the currency, where the file names none
  --map FIELD=COLUMN,…    which column is what; COLUMN+COLUMN joins keys and adds numbers; "COLUMN, X" in double quotes
  --date-order dmy        dmy, mdy or ymd, where every date fits two orders
  --year 2020             for dates without a year
  --date 2020-04-30       for a file without dates: the day that all of it belongs to

Options of sql
  --limit N               rows shown at most (default 200)
  --timeout SECONDS       when a query is stopped (default 60)

Options of replay
  --from DAY, --to DAY    mornings at 08:00 UTC, both included
  --guardrails FILE       the rules to try, written like control/guardrails.json

Options of export
  --format csv            csv (RFC 4180), parquet or json (one object a line); default csv
  --relation NAME         default ad_report; "npm run ads -- sql" lists all
  --from DAY, --to DAY    only these days, both included
  --out FILE              default exports/NAME.csv in the data folder
  --force                 replace a file that is there
  --spreadsheet           csv that opens in a spreadsheet: no text is run as a formula

Options of authorize
  --allow-writes          ask for rw_ads too; without it the token can change nothing
  --without-posts         do not ask for r_organization_social, which not every application may have
  --client FILE           {"client_id": "…", "client_secret": "…"}, mode 600; else both are asked for once
  --redirect-url URL      as registered with the application (default http://localhost:8914/callback); one of another host is
                          not waited for: paste the address that the browser ends on
  --minutes N             how long to wait for the browser (default 10)

Options of decisions, guardrails, stop-writes and allow-writes
  --aws                   on the deployment, not on the data folder
  --by NAME               who says so (default: the name of this machine's user)
  --reason TEXT           why writing is stopped or allowed
  --force                 undo although writing is stopped
  --all                   list: of the last 30 days, not of the last two

Options of the demo
  --days N                virtual days to live through (default 90)
  --world FILE, --seed N  as for twin

Options of twin
  --world FILE            another world than twin/world/default-world.json
  --seed N                another draw of it
  --creatives N           another size, 1 to 15000
  --port N                a fixed port
  --latency MS            how long every answer takes at least
  --minutes N             when it ends by itself (default 240)

Exit codes: 0 done, 2 done with something in quarantine (reconcile: with differences), 1 failed.
`;
