using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus.Backlog;
using SpotifyPlatform.EventBus.Broadcast;
using SpotifyPlatform.EventBus.Consume;
using SpotifyPlatform.EventBus.Schedule;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.EventBus;

/// <summary>Registers consumers.</summary>
public static class ConsumerRegistration
{
    /// <summary>
    /// Consumes a topic in a group while the host runs. A group is one member of the process over all its topics. The handler is
    /// a singleton; events of different partitions reach it at the same time (<see cref="ConsumeOptions.Parallelism"/>), events
    /// of one partition one batch after the other.
    /// </summary>
    /// <param name="maxBatch">Events that the handler takes at once. One, unless handling many together is cheaper.</param>
    /// <exception cref="InvalidOperationException">The group already has another handler on the topic.</exception>
    public static IServiceCollection AddConsumer<TEvent, THandler>(this IServiceCollection services, Topic<TEvent> topic, string group, int maxBatch = 1)
        where TEvent : class, IMessage<TEvent>
        where THandler : class, IEventHandler<TEvent>
    {
        if (!services.TryRegister<THandler>(topic, group, ConsumerRole.Handler))
            return services;
        services.TryAddSingleton<BacklogMonitor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BacklogMonitor>(provider => provider.GetRequiredService<BacklogMonitor>()));
        services.AddSingleton<IConsumer>(provider => new Consumer<TEvent>(topic, group, maxBatch, provider.GetRequiredService<THandler>()));
        if (services.Any(service => service.ServiceType == typeof(RegisteredGroup) && ((RegisteredGroup)service.ImplementationInstance!).Name == group))
            return services;
        services.AddSingleton(new RegisteredGroup(group));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ConsumeLoop>(
            provider, group, provider.GetServices<IConsumer>().Where(consumer => consumer.Group == group).ToArray()));
        return services;
    }

    /// <summary>
    /// Reads a topic outside groups while the host runs: every process hears every record. What the handler refuses is logged
    /// and skipped.
    /// </summary>
    /// <param name="reader">Names the reader in logs and metrics.</param>
    /// <exception cref="InvalidOperationException">The reader already has another handler on the topic.</exception>
    public static IServiceCollection AddBroadcast<TEvent, THandler>(this IServiceCollection services, Topic<TEvent> topic, string reader, ReadFrom from)
        where TEvent : class, IMessage<TEvent>
        where THandler : class, IEventHandler<TEvent>
    {
        if (services.TryRegister<THandler>(topic, reader, ConsumerRole.Reader))
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<BroadcastLoop>(
                provider, new Consumer<TEvent>(topic, reader, BroadcastLoop.MaxBatch, provider.GetRequiredService<THandler>()), new BroadcastStart(from)));
        return services;
    }

    /// <summary>Declares that a service reads a topic by itself, outside groups and not as a broadcast.</summary>
    /// <param name="reader">Names the reader.</param>
    public static IServiceCollection AddReader<TReader>(this IServiceCollection services, Topic topic, string reader)
    {
        services.TryDeclare(new RegisteredConsumer(topic, reader, ConsumerRole.Reader, typeof(TReader)));
        return services;
    }

    /// <summary>Runs a job by a schedule, once however many instances of the service run: the handler takes the job's ticks in the service's group.</summary>
    /// <param name="due">Where the ticks are published: one partition.</param>
    /// <param name="next">Gives the schedule: the first time after a moment, null when there is none.</param>
    /// <param name="maxBatch">Ticks that one run answers: those that came while an earlier run went on need none of their own.</param>
    public static IServiceCollection AddScheduledJob<THandler>(
        this IServiceCollection services, Topic<JobDue> due, string service, string job, Func<IServiceProvider, Func<DateTimeOffset, DateTimeOffset?>> next, int maxBatch = 1)
        where THandler : class, IEventHandler<JobDue>
    {
        services.AddConsumer<JobDue, THandler>(due, service, maxBatch);
        services.AddProducer(due);
        if (services.TryDeclare(new RegisteredConsumer(Topics.ScheduleClock, ScheduledJob.GroupOf(service, job), ConsumerRole.Clock, typeof(ScheduleClock))))
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ScheduleClock>(provider, new ScheduledJob(job, service, due, next(provider))));
        return services;
    }

    private static bool TryRegister<THandler>(this IServiceCollection services, Topic topic, string group, ConsumerRole role)
        where THandler : class
    {
        if (!services.TryDeclare(new RegisteredConsumer(topic, group, role, typeof(THandler))))
            return false;
        services.AddValidatedOptions<ConsumeOptions>(ConsumeOptions.Section);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventBusMetrics>();
        services.TryAddSingleton<THandler>();
        return true;
    }

    /// <summary>False for what is declared already.</summary>
    private static bool TryDeclare(this IServiceCollection services, RegisteredConsumer consumer)
    {
        foreach (var other in services.Where(service => service.ServiceType == typeof(RegisteredConsumer)).Select(service => (RegisteredConsumer)service.ImplementationInstance!))
            if (other == consumer)
                return false;
            else if (other.Topic.Name == consumer.Topic.Name && other.Group == consumer.Group)
                throw new InvalidOperationException($"Group {consumer.Group} already handles {consumer.Topic.Name} with {other.Handler.Name}; {consumer.Handler.Name} needs a group of its own.");
        services.AddSingleton(consumer);
        return true;
    }

    private sealed record RegisteredGroup(string Name);
}
