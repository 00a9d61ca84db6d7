namespace PimSim.Data;

/// <summary>The header of an NPY array.</summary>
/// <param name="Descr">Type as NumPy writes it, for example <c>&lt;f4</c>.</param>
/// <param name="IsFortranOrder">True when the first axis is the fastest.</param>
/// <param name="Sizes">The claimed sizes of the axes.</param>
internal sealed record NpyHeader(string Descr, bool IsFortranOrder, IReadOnlyList<long> Sizes);
