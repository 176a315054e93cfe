(function () {
  var form = document.getElementById("filter");
  if (!form) return;
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-kind]"));
  var told = document.getElementById("filtered");
  function apply() {
    var kind = form.elements.kind.value, standing = form.elements.standing.value, n = 0;
    rows.forEach(function (row) {
      var fits = (!kind || row.dataset.kind === kind) && (!standing || row.dataset.standing === standing ||
        (standing === "found" && row.dataset.found === "1"));
      row.hidden = !fits;
      if (fits) n += 1;
    });
    told.textContent = n + " of " + rows.length + " shown";
  }
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", function () {
    var row = document.getElementById(location.hash.slice(1));
    if (row && row.hidden) { form.reset(); apply(); row.scrollIntoView(); }
  });
  apply();
})();
