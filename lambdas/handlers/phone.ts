/** Not there yet. */
export const handler = async () => ({ statusCode: 503 });
