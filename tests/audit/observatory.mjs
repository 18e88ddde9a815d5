// Scores pages by the rules of MDN's HTTP Observatory: its own requests and its own marks, at these ports of localhost.
// node observatory.mjs HTTP_PORT HTTPS_PORT PATH… prints a list of {path, score, grade, lost}.

import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OF_ITS_OWN = "@mdn/mdn-http-observatory/src/";
const [httpPort, httpsPort, ...paths] = process.argv.slice(2);

// Which sites browsers know to be https alone is asked of another site when the package is installed. Ours is none.
const known = fileURLToPath(new URL("../conf/hsts-preload.json", import.meta.resolve(`${OF_ITS_OWN}index.js`)));
if (!existsSync(known)) writeFileSync(known, "{}");

const { ALL_TESTS } = await import(`${OF_ITS_OWN}constants.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${OF_ITS_OWN}grader/charts.js`);
const { getGradeForScore, getScoreModifier } = await import(`${OF_ITS_OWN}grader/grader.js`);
const { retrieve } = await import(`${OF_ITS_OWN}retriever/retriever.js`);

const sum = (marks) => marks.reduce((total, mark) => total + mark, 100);

async function score(path) {
  const answers = await retrieve("localhost", { httpPort, httpsPort, path });
  if (answers.responses.auto?.status !== 200) throw new Error(`${path} answers ${answers.responses.auto?.status}.`);
  const found = ALL_TESTS.map((test) => test(answers)).filter(({ result }) => result);
  const marks = found.map(({ result }) => getScoreModifier(result));
  const bare = sum(marks.filter((mark) => mark < 0));
  const lost = found.filter((_one, place) => marks[place] < 0).map(({ result }) => result);
  return { path, ...getGradeForScore(bare >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(marks) : bare), lost };
}

const scores = [];
for (const path of paths) scores.push(await score(path));
console.log(JSON.stringify(scores));
