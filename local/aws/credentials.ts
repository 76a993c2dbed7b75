/** What the functions of the local run sign with. It opens nothing but what this machine plays. */
export const ACCESS_KEY_ID = 'local';
export const SECRET_ACCESS_KEY = 'local';
