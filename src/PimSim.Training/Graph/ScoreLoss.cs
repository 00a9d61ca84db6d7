namespace PimSim.Training;

/// <summary>The loss of class scores that a layer has written, and their gradient.</summary>
/// <param name="scores">1 x 1 x classes.</param>
/// <param name="options">Settings of the run.</param>
internal sealed class ScoreLoss(ActivationBuffer scores, TrainingOptions options)
{
    private readonly BatchLoss[] losses = new BatchLoss[ImageBlocks.Count(options.BatchSize)];

    /// <summary>Writes the gradient of the mean loss and returns the sum.</summary>
    public BatchLoss Evaluate(int images, byte[] labels, WorkerTeam<GraphScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) =>
        {
            BatchLoss sum = default;
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; i < end; i++)
            {
                double image = SoftmaxLoss.Evaluate(scores.Image(i), labels[i], 1.0 / images, options.LabelSmoothing, scores.GradientImage(i), out bool isCorrect);
                sum += new BatchLoss(image, isCorrect ? 1 : 0);
            }

            losses[block] = sum;
        });
        BatchLoss total = default;
        for (int b = 0; b < blocks; b++)
        {
            total += losses[b];
        }

        return total;
    }
}
