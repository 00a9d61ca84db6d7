namespace PimSim.Models;

/// <summary>How long cells hold their charge: log-normal at a reference temperature, halving with every so many degrees.</summary>
/// <param name="MedianSeconds">Median of the retention time at <paramref name="ReferenceCelsius"/>.</param>
/// <param name="SigmaLn">Standard deviation of its natural logarithm.</param>
/// <param name="ReferenceCelsius">Temperature of the distribution.</param>
/// <param name="HalvingCelsius">Degrees that halve every retention time.</param>
/// <param name="Celsius">Temperature of the device.</param>
/// <param name="RefreshesPerWindow">Refresh commands in which every row is restored once.</param>
public sealed record RetentionModel(
    double MedianSeconds, double SigmaLn, double ReferenceCelsius, double HalvingCelsius, double Celsius, int RefreshesPerWindow);
