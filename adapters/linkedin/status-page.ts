/** Where LinkedIn tells of outages of its interface. */
export const statusPage = 'https://www.linkedin-apistatus.com';
