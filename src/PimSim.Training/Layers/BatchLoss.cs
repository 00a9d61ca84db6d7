namespace PimSim.Training;

/// <summary>Summed loss (nats) and number of images the network had right.</summary>
internal readonly record struct BatchLoss(double Loss, int Correct)
{
    public static BatchLoss operator +(BatchLoss a, BatchLoss b) => new(a.Loss + b.Loss, a.Correct + b.Correct);
}
