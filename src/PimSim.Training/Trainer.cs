using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>
/// Trains a binarized network on the host by straight-through gradients. The result has the same bytes for any number of
/// threads and any vector width, and whether it was interrupted and resumed or not.
/// </summary>
public sealed class Trainer
{
    private readonly TrainableNetwork template;
    private readonly INetworkEvaluator evaluator;

    /// <summary>A trainer of <paramref name="template"/>, judged by <paramref name="evaluator"/>.</summary>
    public Trainer(TrainableNetwork template, INetworkEvaluator evaluator)
    {
        this.template = template;
        this.evaluator = evaluator;
    }

    /// <summary>Trains from initial weights or from a checkpoint; evaluates after every epoch.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="train">Images to train on.</param>
    /// <param name="test">Images to evaluate on.</param>
    /// <param name="supervision">What watches the run and keeps it safe; null for nothing.</param>
    /// <param name="cancellationToken">Looked at before each batch; the checkpoint is written then.</param>
    /// <exception cref="UserErrorException">
    /// PIM0801 to PIM0803: options, network or images that do not go together; those of the evaluator's check; PIM0804 and
    /// PIM0805: loss or thresholds are of no use any more; PIM0806 and PIM0807: the checkpoint does not go with the run, or is
    /// none; PIM0808: a checkpoint cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingResult Run(
        TrainingOptions options, ImageDataSet train, ImageDataSet test, TrainingSupervision? supervision, CancellationToken cancellationToken)
    {
        options.Check();
        this.template.Check(train);
        this.template.Check(test);
        using ITrainedNetwork network = this.template.Create(options);
        this.evaluator.Check(network.Export());
        return new TrainingRun(this.template, options, train, test, supervision ?? new TrainingSupervision(), network, this.evaluator).Run(cancellationToken);
    }
}
