// Made by tools/labs/generate.py from leaklab.labs. Do not edit.

/**
 * A question to the lab `tag`, planned as `plan`: the positions of its knobs.
 */
export type Asked = {
  tag: string;
  plan: Record<string, any>;
  question: Record<string, any>;
};

/**
 * The positions of a leak lab's sliders: s, requests a second, s.
 *
 * Where a lab has clients who hang up or send a timeout of theirs: after how long, in s.
 */
export type LeakKnobs = {
  latency_s: number;
  rate_per_s: number;
  timeout_s: number;
  client_hangup_s?: number;
  client_timeout_s?: number;
};

/**
 * Live servers, planned as `plan`: where the sliders stand, and virtual seconds a second.
 */
export type Opened = {
  plan: Record<string, any>;
  setting: LeakKnobs;
  pace: number;
};

/**
 * What a live run is told: a frame was shown, a new setting or pace, a rest or its end.
 */
export type Told = {
  shown?: boolean;
  setting?: LeakKnobs;
  pace?: number;
  rest?: boolean;
};

/**
 * To be answered under the same number.
 */
export type Ask = {
  number: number;
  ask: Asked;
};

/**
 * Begin a live run, known by this number.
 */
export type Open = {
  number: number;
  open: Opened;
};

/**
 * Tell the live run of this number something.
 */
export type Tell = {
  number: number;
  tell: Told;
};

/**
 * End the live run of this number.
 */
export type Close = {
  number: number;
  close: boolean;
};

export type Heard = Ask | Open | Tell | Close;

/**
 * Why there is no answer, or no live run any more: one line.
 */
export type Failure = {
  error: string;
};

/**
 * The whole process ended, at this time in s.
 */
export type Crash = {
  t_s: number;
  panic: string;
};

/**
 * What a live server went through since the last frame.
 *
 * A row is a time in s and the number of tasks of each role, in the order of `roles.ROLES`;
 * `now` is such a row for this moment. Outcomes that are zero are left out.
 */
export type Stretch = {
  rows: Array<Array<number>>;
  now: Array<number>;
  outcomes: Record<string, number>;
  peak: number;
  crash: Crash | null;
};

/**
 * Every server of a live run, at virtual time `t_s`; `full`: they hold too many tasks.
 */
export type Frame = {
  t_s: number;
  pace: number;
  full: boolean;
  runs: Array<Stretch>;
};

/**
 * The answer to the question of this number; its form depends on the lab.
 */
export type Answer = {
  number: number;
  answer: any;
};

/**
 * A frame of the live run of this number, or why it has ended.
 */
export type Live = {
  number: number;
  live: Frame | Failure;
};

export type Said = Answer | Live;

/**
 * What all labs' data have. Recorded answers come in every combination of the stops.
 *
 * `order` names the knobs from the one that changes slowest to the one that changes fastest.
 * `plan` is handed back with each question.
 */
export type LabData = {
  plan: Record<string, any>;
  order: Array<string>;
  stops: Record<string, Array<any>>;
  start: Record<string, any>;
};

/**
 * A column of counts for each role, as `encoding.steps` writes it.
 */
export type Columns = {
  serving: Array<number>;
  worker: Array<number>;
  parked: Array<number>;
  drainer: Array<number>;
};

/**
 * A run; the counting rule's column where it holds.
 */
export type RunData = {
  serving: Array<number>;
  worker: Array<number>;
  parked: Array<number>;
  drainer: Array<number>;
  outcomes: Record<string, number>;
  peak: number;
  left: number;
  rule?: Array<number>;
  crash?: Crash;
};

/**
 * A run for each of the lab's handlers.
 */
export type LeakAnswer = {
  runs: Array<RunData>;
};

/**
 * A task for the reader: `measure` of a run of `handler` within its limits.
 */
export type Goal = {
  text: string;
  handler: string;
  measure: string;
  at_least?: number;
  at_most?: number;
  at?: Record<string, number>;
};

/**
 * A setting; or, where no setting gives them, runs with words about them.
 */
export type Preset = {
  title: string;
  setting?: LeakKnobs;
  says?: string;
  runs?: Array<RunData>;
};

/**
 * Where the sliders stop.
 */
export type LeakStops = {
  latency_s: Array<number>;
  rate_per_s: Array<number>;
  timeout_s: Array<number>;
  client_hangup_s?: Array<number>;
  client_timeout_s?: Array<number>;
};

/**
 * What an engine needs to know of the lab's plan.
 */
export type LeakFields = {
  handlers: Array<string>;
  duration_s: number;
  until_s: number;
  every_s: number;
};

/**
 * All that a leak lab is made from; `times` are those of the samples, in s.
 *
 * `ask` is its first sentence, `first` the slider that stands by itself.
 */
export type LeakLabData = {
  plan: LeakFields;
  order: Array<string>;
  stops: LeakStops;
  start: LeakKnobs;
  ask: string;
  first: string;
  handlers: Array<string>;
  goals: Array<Goal>;
  times: Array<number>;
  presets: Record<string, Preset>;
  runs: Array<Array<RunData>>;
};

/**
 * The positions of a request story's knobs.
 */
export type StoryKnobs = {
  latency_s: number;
  handler: string;
  fate: string;
};

/**
 * Where its knobs stop.
 */
export type StoryStops = {
  handler: Array<string>;
  fate: Array<string>;
  latency_s: Array<number>;
};

/**
 * What an engine needs to know of the lab's plan: the timeout, and how long one looks, in s.
 */
export type StoryFields = {
  timeout_s: number;
  until_s: number;
};

export type Shape = Array<[number, number, number, number, number]>;

/**
 * One story; times in s.
 */
export type StoryAnswer = {
  times: Array<number>;
  steps: Array<[number, number, number, number, number]>;
};

/**
 * A handler's source: its file, the number of its first line there, and its text.
 */
export type Source = {
  file: string;
  first: number;
  text: string;
};

/**
 * All that a request story is made from.
 *
 * A kind of step is a sentence and, where it sends a message, who sends it, who receives it, and
 * its label. A story is the place of its shape, and its times.
 */
export type StoryData = {
  plan: StoryFields;
  order: Array<string>;
  stops: StoryStops;
  start: StoryKnobs;
  tasks: Array<string>;
  states: Array<string>;
  kinds: Array<[string, string | null, string | null, string | null]>;
  handlers: Record<string, Source>;
  fates: Record<string, string>;
  shapes: Array<Array<[number, number, number, number, number]>>;
  stories: Array<[number, Array<number>]>;
};

/**
 * The positions of a task profile's knobs; `since_s` is 0 where one moment stands alone.
 */
export type ProfileKnobs = {
  handler: string;
  since_s: number;
  moment_s: number;
};

/**
 * Where its knobs stop.
 */
export type ProfileStops = {
  handler: Array<string>;
  moment_s: Array<number>;
};

/**
 * What an engine needs to know of the lab's plan.
 */
export type ProfileFields = {
  handlers: Array<string>;
  rate_per_s: number;
  latency_s: number;
  timeout_s: number;
  duration_s: number;
  until_s: number;
};

/**
 * Tasks on one stack: places in the table of frames, of which the one `at` tells most.
 *
 * `waited_s` is the least and the most, or nothing where nobody knows.
 */
export type ProfileGroup = {
  count: number;
  role: string;
  state: string;
  frames: Array<number>;
  at: number;
  made_by: Array<number>;
  waited_s: Array<number>;
};

/**
 * What profiles point into: frames as function, file and line; lines of text; downloads.
 */
export type ProfileTables = {
  frames: Array<[string, string, number]>;
  lines: Array<string>;
  protos: Array<string>;
};

/**
 * One profile: its groups, its two texts as places of lines, the place of its download.
 */
export type OneProfile = {
  total: number;
  groups: Array<ProfileGroup>;
  debug1: Array<number>;
  debug2: Array<number>;
  proto: number;
};

/**
 * The profile of the later moment, with the tables that it points into.
 *
 * Of two moments also that of the earlier one, and the text of their difference.
 */
export type ProfileAnswer = {
  total: number;
  groups: Array<ProfileGroup>;
  debug1: Array<number>;
  debug2: Array<number>;
  proto: number;
  frames: Array<[string, string, number]>;
  lines: Array<string>;
  protos: Array<string>;
  before?: OneProfile;
  difference?: Array<number>;
};

/**
 * All that a task profile lab is made from.
 *
 * `differences` are texts as places of lines: of each handler, from each moment to each later one.
 */
export type ProfileData = {
  frames: Array<[string, string, number]>;
  lines: Array<string>;
  protos: Array<string>;
  plan: ProfileFields;
  order: Array<string>;
  stops: ProfileStops;
  start: ProfileKnobs;
  profiles: Array<OneProfile>;
  differences: Array<Array<number>>;
};

/**
 * The positions of the replay's knobs; a restart in h after the begin.
 */
export type IncidentKnobs = {
  factor: number;
  handler: string;
  restart_h: number;
};

/**
 * Where its knobs stop.
 */
export type IncidentStops = {
  handler: Array<string>;
  restart_h: Array<number>;
  factor: Array<number>;
};

/**
 * What an engine needs to know of the lab's plan.
 */
export type IncidentFields = {
  usual_s: number;
  timeout_s: number;
  pull_every_s: number;
  lists_per_pull: number;
};

/**
 * One replay: latencies of the line in s, tasks freed and left, pulls missed so far.
 */
export type IncidentReplay = {
  serving: Array<number>;
  worker: Array<number>;
  parked: Array<number>;
  drainer: Array<number>;
  usual_s: number;
  slow_s: number;
  freed: number;
  left: number;
  peak: number;
  missed: Array<number>;
};

/**
 * How memory is estimated: MiB at rest, and the least and the most a task.
 */
export type Memory = {
  at_rest_mib: number;
  least_mib: number;
  most_mib: number;
};

/**
 * All that the replay is made from; hours from its begin, which is `begins_h` on the clock.
 */
export type IncidentReplayData = {
  plan: IncidentFields;
  order: Array<string>;
  stops: IncidentStops;
  start: IncidentKnobs;
  times_h: Array<number>;
  begins_h: number;
  slow_h: Array<[number, number]>;
  timeout_s: number;
  lists: number;
  threshold: number;
  memory: Memory;
  notes: Array<[string, string]>;
  replays: Array<IncidentReplay>;
};

/**
 * The positions of a limits lab's knobs: those of its mode.
 */
export type LimitsKnobs = {
  slots?: number;
  place?: string;
  handler?: string;
  retries?: number;
  patience_s?: number;
  pages?: number;
  list_s?: number;
  client_s?: number;
  server_s?: number;
  own_s?: number;
  listens?: string;
};

/**
 * What an engine needs to know of the lab's plan.
 */
export type LimitsFields = {
  mode: string;
};

/**
 * A task for the reader: knobs that stand `at` these values, numbers `within` these limits.
 */
export type LimitsGoal = {
  text: string;
  at: LimitsKnobs;
  within: Record<string, [number, number]>;
};

/**
 * One call, times in s: its client waited until then, and `how` that ended; then its tasks.
 *
 * `served` is the end of the serving task, `worked` that of the handler, `gone` that of the
 * worker's task. None is what had not come when the run ended.
 */
export type LimitsCall = {
  sent: number;
  waited: number | null;
  how: string;
  served: number | null;
  worked: number | null;
  gone: number | null;
};

/**
 * One run: totals as clients see them, columns, and each call of the first pull.
 */
export type LimitsAnswer = {
  serving: Array<number>;
  worker: Array<number>;
  parked: Array<number>;
  drainer: Array<number>;
  numbers: Record<string, number>;
  calls: Array<LimitsCall>;
};

/**
 * All that a limits lab is made from; `samples` of the columns, `every` so many s.
 */
export type LimitsLabData = {
  mode: string;
  picture: string;
  plan: LimitsFields;
  order: Array<string>;
  stops: Record<string, Array<any>>;
  start: LimitsKnobs;
  goals: Array<LimitsGoal>;
  every: number;
  samples: number;
  runs: Array<LimitsAnswer>;
};

/**
 * At `t_s` virtual seconds `task` becomes `state`, a sentence begins, and something moves.
 *
 * What moves: from which lane, to which (or `nobody`), and what is written on it. With nothing
 * written it is a task, on its way to its place.
 */
export type SendStep = {
  t_s: number;
  task: string;
  state: string;
  says: string;
  moves?: [string, string, string];
};

/**
 * One request: its steps, what the client got and when, whether its worker stays, its fate.
 */
export type SendStory = {
  steps: Array<SendStep>;
  answer: number;
  answered_s: number;
  parked: boolean;
  fate: string;
};

/**
 * Many requests: how many were answered 504, the most tasks at once, and those left.
 */
export type SendRun = {
  serving: Array<number>;
  worker: Array<number>;
  parked: Array<number>;
  drainer: Array<number>;
  answered: number;
  peak: number;
  left: number;
};

/**
 * All that moving requests are made from; `lines` are how long a request takes, in s.
 *
 * Stories and runs by handler, stories then by line. The samples of the runs lie evenly from 0 to
 * `until_s`.
 */
export type SendData = {
  timeout_s: number;
  lines: Record<string, number>;
  stories: Record<string, Record<string, SendStory>>;
  many: number;
  rate_per_s: number;
  until_s: number;
  runs: Record<string, SendRun>;
};
