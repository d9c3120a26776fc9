"""Addresses of the pages about guests who come."""

from django.urls import path

from entente.arrivals import views

app_name = "arrivals"
urlpatterns = [
    path("papers/", views.VisaPaperListPage.as_view(), name="papers"),
    path("stays/<int:pk>/paper/", views.IssuePage.as_view(), name="issue"),
    path("papers/<int:pk>/post/", views.PostPage.as_view(), name="post"),
    path("papers/<int:pk>/void/", views.VoidPage.as_view(), name="void"),
    path("lodgings/", views.LodgingListPage.as_view(), name="lodgings"),
    path("stays/<int:pk>/lodging/", views.AddLodgingPage.as_view(), name="add_lodging"),
    path("lodgings/<int:pk>/change/", views.ChangeLodgingPage.as_view(), name="change_lodging"),
    path("lodgings/<int:pk>/register/", views.RegisterPage.as_view(), name="register"),
    path("lodgings/<int:pk>/remove/", views.RemoveLodgingPage.as_view(), name="remove_lodging"),
]
