namespace PimSim.Interop;

/// <summary>One option of a built-in operator.</summary>
/// <param name="Field">Its number in the table of options.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fallback">Value when absent: an <see cref="int"/> for a number of 32 bits, a <see cref="byte"/>, a <see cref="float"/>, or an empty array of <see cref="int"/>.</param>
internal readonly record struct TfliteOption(int Field, string Name, object Fallback);
