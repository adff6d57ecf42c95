/** The threat that an inject of an incident adds to the scenario, by the inject's id. */
export const threatOfInject = (id: string): string => `inject-${id}`;
