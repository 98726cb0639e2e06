// Runs before the first paint, so that a chosen theme or text size does not flash. Only these two choices are kept.
const raizDelDocumento = document.documentElement;
for (const cual of ["tema", "texto"]) {
  try {
    const valor = localStorage.getItem(`prep-${cual}`);
    if (valor) raizDelDocumento.dataset[cual] = valor;
  } catch {
    // A browser that keeps nothing shows its own theme and size.
  }
}
raizDelDocumento.classList.add("con-guion");
