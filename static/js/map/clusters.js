// Puts together what would lie on top of one another. `points` are { x, y } in pixels, in the order of the list; the
// answer is lists of their indexes. Each group stands where its first point stands, so two groups are never nearer to
// one another than `distance`.
export function together(points, distance) {
  const groups = [];
  const cells = new Map();
  const cell = ({ x, y }) => [Math.floor(x / distance), Math.floor(y / distance)];

  function groupsAround(point) {
    const [column, row] = cell(point);
    const around = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => `${column + right},${row + down}`));
    return around.flatMap((key) => cells.get(key) ?? []);
  }

  const apart = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

  for (const [index, point] of points.entries()) {
    const near = groupsAround(point).filter((group) => apart(points[group[0]], point) < distance);
    if (near.length) {
      near.sort((one, other) => apart(points[one[0]], point) - apart(points[other[0]], point));
      near[0].push(index);
      continue;
    }
    const group = [index];
    const key = cell(point).join();
    groups.push(group);
    cells.set(key, [...(cells.get(key) ?? []), group]);
  }
  return groups;
}
