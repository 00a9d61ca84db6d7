namespace PimSim.Training;

/// <summary>Keeps what happens in a run, in order. Calls come from the training thread.</summary>
public interface ITrainingLog
{
    /// <summary>The run begins or goes on.</summary>
    /// <param name="step">Updates done before; what was kept of later ones is void.</param>
    void Start(int step);

    /// <summary>Some updates were done.</summary>
    /// <param name="progress">Where the run is.</param>
    /// <param name="flips">For each binary layer the signs that changed since the last call; since <see cref="Start"/> in the first.</param>
    void Step(TrainingProgress progress, IReadOnlyList<SignFlips> flips);

    /// <summary>The network was evaluated between epochs.</summary>
    void Evaluation(StepEvaluation evaluation);

    /// <summary>An epoch is done.</summary>
    /// <param name="step">Updates done in all.</param>
    /// <param name="result">What it brought.</param>
    void Epoch(int step, EpochResult result);
}
