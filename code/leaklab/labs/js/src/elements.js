// Every lab's element under its tag.

export const ELEMENTS = {
  "incident-replay": async () =>
    (await import("./incident-replay/incident-replay.js")).IncidentReplay,
  "leak-lab": async () => (await import("./leak-lab/leak-lab.js")).LeakLab,
  "limits-lab": async () => (await import("./limits-lab/limits-lab.js")).LimitsLab,
  "request-story": async () => (await import("./request-story/request-story.js")).RequestStory,
  "task-profile": async () => (await import("./task-profile/task-profile.js")).TaskProfile,
};
