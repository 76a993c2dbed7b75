/**
 * Takes the place of `@smithy/core/event-streams` in the bundles of functions: no operation that they call streams
 * events. The SDK imports the module when an operation does; bundled into one file, that import alone would keep every
 * module of the SDK's core whole, a sixteenth of the start.
 */
export {};
