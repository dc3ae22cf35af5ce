// The SQL of the views. Prices are applied here and nowhere in the tables, so that a price can change later; time that
// no sample pays for is in `costs`.
#include "results/sqlite/views.h"

#include <string_view>

namespace assay {
namespace {

constexpr std::string_view kViews = R"sql(
CREATE VIEW scores AS
SELECT r.run, r.model, r.task, r.document, r.repeat, s.scorer, s.scorer_version,
  s.scorer = t.headline AS is_headline,
  s.outcome, s.value, s.answer, s.rule
FROM score s JOIN request r ON r.id = s.request JOIN task t ON t.run = r.run AND t.name = r.task
WHERE s.scorer_version = (SELECT max(x.scorer_version) FROM score x WHERE x.request = s.request AND x.scorer =
  s.scorer);

CREATE VIEW samples AS
SELECT r.run, r.model, r.task, t.version AS task_version, r.document, r.document_hash, r.repeat, r.exemplars,
  r.prompt,
  g.output, s.outcome, s.value, s.answer, d.gold, s.scorer, s.scorer_version, s.rule, g.finish, g.stop, g.failure,
  r.attempt, g.prompt_tokens, g.prompt_tokens_evaluated, g.output_tokens,
  (m.first_token_ns - m.submitted_ns) / 1e9 AS ttft_s, (m.done_ns - m.submitted_ns) / 1e9 AS total_s,
  m.prefill_active_s, m.decode_active_s, m.prefill_active_s + m.decode_active_s AS active_s,
  b.joules * (m.prefill_active_s + m.decode_active_s) / nullif(b.wall_s, 0) AS joules,
  (m.prefill_active_s + m.decode_active_s) *
    (p.per_hour / 3600.0 + coalesce(b.joules / nullif(b.wall_s, 0), 0) * p.per_kwh / 3.6e6) AS cost,
  p.currency, r.block, b.is_disturbed AS disturbed, g.thought, g.thought_tokens, g.answer_tokens, g.thought_count
FROM request r JOIN generation g ON g.request = r.id JOIN timing m ON m.request = r.id
JOIN task t ON t.run = r.run AND t.name = r.task
LEFT JOIN document d ON d.id = (
  SELECT x.id FROM document x JOIN run_document rd ON rd.document = x.id AND rd.run = r.run
  WHERE x.task = r.task AND x.task_version = t.version AND x.idx = r.document AND x.hash = r.document_hash)
LEFT JOIN score s ON s.request = r.id AND s.scorer = t.headline AND s.scorer_version =
  (SELECT max(x.scorer_version) FROM score x WHERE x.request = r.id AND x.scorer = t.headline)
LEFT JOIN block b ON b.run = r.run AND b.idx = r.block
LEFT JOIN price p ON p.run = r.run;

CREATE VIEW choices AS
SELECT r.run, r.model, r.task, r.document, r.repeat, c.choice, c.text, l.log_likelihood,
  length(c.text) AS characters,
  length(CAST(c.text AS BLOB)) AS bytes, l.tokens, l.greedy,
  c.choice = (SELECT x.choice FROM choice_ll x LEFT JOIN choice_context y ON y.request = x.request
    AND y.choice = x.choice WHERE x.request = r.id AND coalesce(y.text, '-') <> ''
    ORDER BY x.log_likelihood DESC, x.choice LIMIT 1) AS chosen,
  c.choice = (
    SELECT x.gold_choice FROM document x JOIN run_document rd ON rd.document = x.id AND rd.run = r.run
    WHERE x.task = r.task AND x.task_version = t.version AND x.idx = r.document AND x.hash = r.document_hash) AS
    gold
FROM request r JOIN task t ON t.run = r.run AND t.name = r.task JOIN continuation c ON c.request = r.id
LEFT JOIN choice_ll l ON l.request = r.id AND l.choice = c.choice
LEFT JOIN choice_context z ON z.request = r.id AND z.choice = c.choice
WHERE coalesce(z.text, '-') <> '';

CREATE VIEW leaderboard AS
SELECT s.run, s.model, s.task, s.scorer, s.is_headline, avg(s.value) AS score, count(s.value) AS n,
  count(*) AS samples,
  sum(s.outcome = 'right') AS right_answers, sum(s.outcome = 'unparsed') AS unparsed,
  sum(s.outcome IN ('truncated_in_thought', 'truncated_in_answer')) AS truncated,
  sum(s.outcome = 'refused') AS refused,
  sum(s.outcome = 'no_answer') AS no_answer, sum(a.prompt_tokens) AS prompt_tokens,
  sum(a.output_tokens) AS output_tokens, sum(a.active_s) AS active_s, sum(a.cost) AS cost, a.currency,
  sum(s.outcome = 'truncated_in_thought') AS truncated_in_thought, avg(a.thought_tokens) AS thought_tokens_mean,
  avg(a.answer_tokens) AS answer_tokens_mean
FROM scores s JOIN samples a ON a.run = s.run AND a.model = s.model AND a.task = s.task AND a.document = s.document
  AND a.repeat = s.repeat
GROUP BY s.run, s.model, s.task, s.scorer;

CREATE VIEW cost_per_right_answer AS
SELECT run, model, task, scorer, sum(outcome = 'right') AS right_answers, sum(cost) AS cost,
  sum(cost) / nullif(sum(outcome = 'right'), 0) AS cost_per_right_answer, currency
FROM samples GROUP BY run, model, task;

CREATE VIEW flips AS
SELECT a.run, a.task, a.document, a.repeat, a.model AS first_model, b.model AS second_model,
  a.outcome AS first_outcome, b.outcome AS second_outcome
FROM samples a JOIN samples b ON b.run = a.run AND b.task = a.task AND b.document = a.document AND b.repeat =
  a.repeat
  AND a.model < b.model
WHERE a.value IS NOT NULL AND b.value IS NOT NULL AND a.value <> b.value;

CREATE VIEW costs AS
SELECT k.run, sum(k.wall_s) AS wall_s, sum(k.active_s) AS active_s, sum(k.idle_s) AS idle_s,
  sum(k.joules) AS joules,
  sum(k.wall_s) * p.per_hour / 3600.0 + sum(coalesce(k.joules, 0)) * p.per_kwh / 3.6e6 AS cost,
  sum(k.active_s * (p.per_hour / 3600.0 + coalesce(k.joules / nullif(k.wall_s, 0), 0) * p.per_kwh / 3.6e6))
    AS active_cost,
  sum(k.idle_s * (p.per_hour / 3600.0 + coalesce(k.joules / nullif(k.wall_s, 0),
  0) * p.per_kwh / 3.6e6)) AS idle_cost,
  p.currency
FROM block k JOIN price p ON p.run = k.run GROUP BY k.run;

CREATE VIEW history AS
SELECT l.model, l.task, l.scorer, u.created_ns / 1000000000 AS created_s, l.run,
  (SELECT e.value FROM environment e WHERE e.run = l.run AND e.key = 'assay.commit' ORDER BY e.session DESC LIMIT 1)
    AS assay_commit,
  u.schedule, l.score, l.n, l.score - lag(l.score) OVER (
    PARTITION BY l.model, l.task, l.scorer, u.schedule ORDER BY u.created_ns, l.run) AS change
FROM leaderboard l JOIN run u ON u.id = l.run;
)sql";

// Two scorers on one answer. Which scorers give verdicts at all is seen where they are counted. CROSS JOIN keeps the
// order: a document by its place, then whether the run has it.
constexpr std::string_view kAgreementViews = R"sql(
CREATE VIEW verdict_pairs AS
SELECT r.run, r.model, r.task, r.document, r.repeat,
  a.scorer AS first_scorer, a.outcome AS first_outcome, a.value AS first_value, a.answer AS first_answer,
  a.rule AS first_rule,
  b.scorer AS second_scorer, b.outcome AS second_outcome, b.value AS second_value, b.answer AS second_answer,
  b.rule AS second_rule
FROM request r JOIN score a ON a.request = r.id JOIN score b ON b.request = r.id AND b.scorer > a.scorer
WHERE a.value IS NOT NULL AND b.value IS NOT NULL
AND a.scorer_version = (SELECT max(x.scorer_version) FROM score x WHERE x.request = r.id AND x.scorer = a.scorer)
AND b.scorer_version = (SELECT max(x.scorer_version) FROM score x WHERE x.request = r.id AND x.scorer = b.scorer);

CREATE VIEW agreement AS
SELECT run, model, task, first_scorer, second_scorer, n, both_right, only_first_right, only_second_right, both_wrong,
  (both_right + both_wrong) * 1.0 / n AS agreement,
  ((both_right + both_wrong) * 1.0 / n - by_chance) / nullif(1 - by_chance, 0) AS kappa
FROM (
  SELECT *, (both_right + only_first_right) * 1.0 / n * ((both_right + only_second_right) * 1.0 / n)
    + (1 - (both_right + only_first_right) * 1.0 / n) * (1 - (both_right + only_second_right) * 1.0 / n) AS by_chance
  FROM (
    SELECT run, model, task, first_scorer, second_scorer, count(*) AS n,
      sum(first_value = 1 AND second_value = 1) AS both_right,
      sum(first_value = 1 AND second_value = 0) AS only_first_right,
      sum(first_value = 0 AND second_value = 1) AS only_second_right,
      sum(first_value = 0 AND second_value = 0) AS both_wrong
    FROM verdict_pairs GROUP BY run, model, task, first_scorer, second_scorer
    HAVING min(first_value IN (0, 1) AND second_value IN (0, 1)) = 1)) g
WHERE NOT EXISTS (SELECT 1 FROM metric m WHERE m.run = g.run AND m.task = g.task
  AND m.name IN (g.first_scorer, g.second_scorer) AND (m.is_supplementary = 1 OR m.is_higher_better = 0))
AND NOT EXISTS (SELECT 1 FROM added_metric m WHERE m.run = g.run AND m.task = g.task
  AND m.name IN (g.first_scorer, g.second_scorer) AND (m.is_supplementary = 1 OR m.is_higher_better = 0));

CREATE VIEW disagreements AS
SELECT p.run, p.model, p.task, p.document, p.repeat, d.gold, p.first_scorer, p.first_outcome, p.first_answer,
  p.first_rule, p.second_scorer, p.second_outcome, p.second_answer, p.second_rule
FROM verdict_pairs p JOIN task t ON t.run = p.run AND t.name = p.task
LEFT JOIN document d ON d.id = (
  SELECT x.id FROM document x CROSS JOIN run_document rd ON rd.document = x.id AND rd.run = p.run
  WHERE x.task = p.task AND x.task_version = t.version AND x.idx = p.document)
WHERE p.first_value <> p.second_value AND (+p.run, +p.model, +p.task, +p.first_scorer, +p.second_scorer) IN
  (SELECT run, model, task, first_scorer, second_scorer FROM agreement);
)sql";

// Several answers to a document, by the headline. Here equal texts are one answer.
constexpr std::string_view kRepeatViews = R"sql(
CREATE VIEW repeats AS
WITH judged AS (SELECT * FROM scores WHERE is_headline AND value IS NOT NULL),
votes AS (
  SELECT run, model, task, document, answer, count(*) AS votes, avg(value) AS value FROM judged
  WHERE outcome IN ('right', 'wrong') AND answer <> '' GROUP BY run, model, task, document, answer),
most AS (SELECT run, model, task, document, max(votes) AS votes FROM votes GROUP BY run, model, task, document),
winners AS (
  SELECT v.run, v.model, v.task, v.document, m.votes, avg(v.value) AS value FROM votes v
  JOIN most m ON m.run = v.run AND m.model = v.model AND m.task = v.task AND m.document = v.document
    AND m.votes = v.votes
  GROUP BY v.run, v.model, v.task, v.document)
SELECT j.run, j.model, j.task, j.document, j.scorer, count(*) AS answers,
  sum(j.outcome = 'right') AS right_answers, avg(j.value) AS average, coalesce(w.votes, 0) AS winner_votes,
  coalesce(w.value, 0.0) AS consensus
FROM judged j LEFT JOIN winners w ON w.run = j.run AND w.model = j.model AND w.task = j.task
  AND w.document = j.document
GROUP BY j.run, j.model, j.task, j.document;

CREATE VIEW pass_at_k AS
WITH RECURSIVE curve(run, model, task, answers, right_answers, k, none, every) AS (
  SELECT run, model, task, answers, right_answers, 1, 1.0 * (answers - right_answers) / answers,
    1.0 * right_answers / answers
  FROM repeats
  UNION ALL
  SELECT run, model, task, answers, right_answers, k + 1,
    none * max(0, answers - right_answers - k) / (answers - k), every * max(0, right_answers - k) / (answers - k)
  FROM curve WHERE k < answers)
SELECT run, model, task, k, count(*) AS documents, avg(1 - none) AS pass_at_k, avg(every) AS all_at_k
FROM curve GROUP BY run, model, task, k;

CREATE VIEW repeat_scores AS
SELECT run, model, task, scorer, k, count(*) AS documents, sum(answers < k) AS documents_short,
  avg(average) AS avg_at_k, avg(CASE WHEN answers = k THEN right_answers > 0 END) AS pass_at_k,
  avg(CASE WHEN answers = k THEN consensus END) AS cons_at_k
FROM (SELECT *, max(answers) OVER (PARTITION BY run, model, task) AS k FROM repeats)
GROUP BY run, model, task;
)sql";

}  // namespace

std::string view_definitions() {
  return std::string(kViews) + std::string(kAgreementViews) + std::string(kRepeatViews);
}

}  // namespace assay
