export const helpText = `LinkedIn Ads ML Pipeline

  npm start                    set up, then run the demo: 90 virtual days of a simulated LinkedIn account (.local/demo)
  npm start -- FILE…           set up, then import your own exports and recommend changes (.local/data)
  npm run ads -- COMMAND       run one of the commands below

Get data
  import FILE…                 import exports of LinkedIn Campaign Manager, Meta Ads Manager or Google Ads, or any CSV
  plan-collection              estimate the calls of one pull, given --campaigns N and --creatives N; calls nothing
  authorize [--aws]            sign in to LinkedIn and store the token, on this machine or in the deployment's secret
  collect                      pull data from LinkedIn once; renews the token when it expires
  process [--all]              merge new data and build the aggregates; --all lists the raw files of every day again
  maintain                     remove old aggregates and compact the database

Look at the data
  report                       show totals, rejected records and where the data is
  quality                      score the data, explain every lost point and say what to do about it
  reconcile                    list the days that differ from the platform's own totals, with the campaigns responsible
  reconcile FILE               compare an export with the warehouse, day by day; changes nothing
  quarantine list              list rejected records: why they were rejected, and what to do
  quarantine reprocess KEY…    try rejected records again with the current release; --all tries all of them
  history CREATIVE DAY         show every value of a creative's day, and when each was observed
  sql "SELECT …"               query the warehouse, read-only; without a statement, list its relations (docs/queries.md)
  export                       write a whole relation to a file for other tools

Decide and act
  optimize                     decide what to change and why; apply only what the mode and the guardrails allow
  decisions [list]             list proposals and their outcomes
  decisions show ID            show one decision with its evidence; why ID explains it
  decisions approve ID…        approve and apply at once; also reject, apply and undo (exact, once)
  decisions effects            show what our own changes gained or lost, and how sure that is
  guardrails check             check how far the optimizer may go; also show and init (docs/guardrails.md)
  stop-writes, allow-writes    stop all changes on the platform (the kill switch), and allow them again
  backtest                     show what --guardrails FILE would have allowed in the past, by what was known then

Train models
  train                        train both models and promote those that pass the gate
  models list                  list all versions, with the reason why each is in production or not
  models show MODEL [vN]       show one version; also diff MODEL vN vM
  models promote MODEL vN      put a version in production; also rollback MODEL and retire MODEL vN

Operate
  watch                        check for stale data, dead runs, and tokens and API versions that are about to end
  doctor [--aws]               check this machine, the settings, the token and the data, or the deployment's token
  cost                         estimate the monthly cost of the deployment on AWS; calls nothing
  redrive                      start dead letters again: runs on AWS that were set aside
  twin                         serve a simulated LinkedIn API on this machine, to try a client against

Options of all commands
  --data-dir DIR               data folder (default .local/data)
  --config FILE                settings (default ads.config.json)
  --json                       print one JSON document on stdout, and nothing else
  --help, -h                   print this text

Options of import, reconcile FILE and start
  --platform NAME              linkedin, meta, google or other; recognised by the header unless given
  --account ID                 account of rows that do not name one (default "default")
  --currency EUR               currency of files that do not name one
  --map FIELD=COLUMN,…         map columns to fields; COLUMN+COLUMN joins keys and adds numbers; quote names with commas
  --date-order dmy             dmy, mdy or ymd, for dates that fit more than one order
  --year 2020                  year of dates without one
  --date 2020-04-30            day of files without dates

Options of start
  --once                       end after the summary; this is what start does anyway
  --days N                     virtual days of the demo (default 90)
  --world FILE, --seed N       simulate another account, as for twin

Options of authorize
  --allow-writes               also request rw_ads; without it the token cannot change anything
  --without-posts              do not request r_organization_social, which not every application is granted
  --client FILE                {"client_id": "…", "client_secret": "…"}, mode 600; else you are asked for them
  --redirect-url URL           as registered with the application (default http://localhost:8914/callback); with another
                               host, paste the address that the browser ends on
  --minutes N                  how long to wait for the browser (default 10)

Options of commands that use a token
  --secrets FILE               file of the token (default .local/secrets.json)

Options of sql
  --limit N                    rows to show (default 200)
  --timeout SECONDS            stop the query after so long (default 60)

Options of export
  --relation NAME              relation to export (default ad_report); "npm run ads -- sql" lists all
  --format csv                 csv (RFC 4180), parquet, or json with one object per line (default csv)
  --from DAY, --to DAY         first and last day to export
  --out FILE                   file to write (default exports/NAME.csv in the data folder)
  --force                      overwrite an existing file
  --spreadsheet                write CSV in which no text runs as a formula

Options of decisions, guardrails, stop-writes and allow-writes
  --aws                        act on the deployment instead of the data folder
  --by NAME                    record this name (default: the user of this machine)
  --reason TEXT                record why writing is stopped or allowed
  --force                      undo even while writing is stopped
  --all                        list: the last 30 days instead of the last two

Options of backtest
  --from DAY, --to DAY         first and last day; each is decided on at 08:00 UTC
  --guardrails FILE            guardrails to try, in the format of control/guardrails.json

Options of train and models
  --aws                        act on the deployment instead of the data folder
  --force                      train even if neither the data nor the code has changed

Options of twin
  --world FILE                 world to simulate (default twin/world/default-world.json)
  --seed N                     another random draw of it
  --creatives N                number of creatives, 1 to 15000
  --port N                     port to listen on (default: any free port)
  --latency MS                 shortest time that an answer takes
  --minutes N                  stop after so long (default 240)

Exit codes: 0 done; 2 done, with records in quarantine (reconcile: with differences); 1 failed.
`;
